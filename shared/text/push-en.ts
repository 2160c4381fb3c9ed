/** Notifications of this browser and of the member's other ones. */
export const pushEn = {
	onPhone: 'Notifications on this phone',
	onComputer: 'Notifications on this computer',
	lacks: {
		insecure: {
			title: 'This needs a secure address',
			text: 'Browsers allow notifications only on https pages. Open Baton at its https address, then come back here.',
		},
		'home-screen': {
			title: 'Add Baton to the Home Screen first',
			text: 'iPhone and iPad notify only for apps that are on the Home Screen.',
		},
		browser: {
			title: 'This browser can not do it',
			text: 'It shows no notifications from websites. Use Chrome, Edge, Firefox or Safari, not in a private window.',
		},
	},
	homeScreenSteps: [
		'Tap Share in Safari.',
		'Choose “Add to Home Screen”.',
		'Open Baton from the Home Screen and come back to this page.',
	],
	blockedTitle: 'Blocked in this browser',
	blocked: 'Notifications from this address were refused, and only you can allow them again.',
	blockedSteps: [
		'Open the settings of this site: the sign beside the address, or the app’s settings on your phone.',
		'Allow notifications.',
		'Load this page again.',
	],
	offTitle: 'Off',
	off: 'It stays silent while the dashboard is closed.',
	turnOn: 'Turn on',
	onTitle: 'On',
	on: 'A visitor who needs a person reaches you here, also while the dashboard is closed.',
	test: 'Send a test',
	turnOff: 'Turn off',
	tested: 'Sent. It should appear within seconds.',
	testFailed: (error: string) => `It was not taken. ${error}`,
	dismissed: 'The browser’s question was not answered. Try again and choose Allow.',
	browserFailed: (error: string) =>
		`The browser could not reach its push service. Try again, or another network. (${error})`,
	full: 'You have ten devices. Remove one below, then try again.',
	privacyTitle: 'What notifications show',
	discreet: 'Hide what visitors write',
	discreetHint: 'A notification then says only what happened and on which website. For screens that others can see.',
	devicesTitle: 'Your other devices',
	devicesHint: 'Signing out on a device turns it off too.',
	unknownDevice: 'Unknown browser',
	since: 'On since',
	lastOk: 'Last notification',
	neverOk: 'No notification yet',
	remove: 'Remove',
	removeNamed: (name: string) => `Remove ${name}`,
};

export type PushTexts = typeof pushEn;
