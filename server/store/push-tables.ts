import type { DeviceId, LoginId, MemberId } from '../../shared/ids.ts';

export interface PushTables {
	push_subscriptions: {
		id: DeviceId;
		member_id: MemberId;
		login_id: LoginId;
		/** Whoever knows it may send there: never shown, never logged. */
		endpoint: string;
		p256dh: string;
		auth: string;
		label: string;
		/** Where that browser reaches the house. */
		base_url: string;
		created_at: number;
		last_ok_at: number | null;
	};
	push_members: {
		member_id: MemberId;
		/** Notifications do not repeat what visitors write. */
		discreet: boolean;
	};
}
