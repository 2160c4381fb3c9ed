/** A phone's keyboard shrinks what is seen, not what is laid out: without this it would cover the composer on iOS. */
export function fitToKeyboard(frame: HTMLElement, page: Window): void {
	const viewport = page.visualViewport;
	if (viewport === null) return;
	const follow = (): void => {
		// Pinch zoom shrinks it too, and then nothing should move.
		if (viewport.scale > 1.01) return;
		frame.style.setProperty('--seen-height', `${Math.round(viewport.height)}px`);
		frame.style.setProperty('--seen-top', `${Math.round(viewport.offsetTop)}px`);
	};
	viewport.addEventListener('resize', follow);
	viewport.addEventListener('scroll', follow);
	follow();
}
