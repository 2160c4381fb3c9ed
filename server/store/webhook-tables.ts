import type { AlertKind } from '../../shared/alert.ts';
import type { SiteId, WebhookId } from '../../shared/ids.ts';
import type { Language } from '../../shared/text/language.ts';
import type { WebhookFormat, WebhookPause } from '../../shared/webhook.ts';
import type { Json } from './account-tables.ts';

export interface WebhookTables {
	webhooks: {
		id: WebhookId;
		site_id: SiteId;
		format: WebhookFormat;
		url: string;
		/** Telegram only, else empty. */
		chat_id: string;
		language: Language;
		events: Json<readonly AlertKind[]>;
		enabled: boolean;
		paused: WebhookPause | null;
		failing_since: number | null;
		last_error: string;
		/** Empty where nothing is signed. */
		secret: string;
		/** The one before; empty: there was none. */
		old_secret: string;
		rotated_at: number | null;
		created_at: number;
	};
}
