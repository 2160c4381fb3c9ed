import { createTexts, useTexts } from './locale.tsx';

/** The desk's own sentences: shell, sign-in, monitor, session. Loaded before the first page renders. */
export const deskTexts = createTexts({
	en: async () => (await import('../../shared/text/desk-en.ts')).deskEn,
	lv: async () => (await import('../../shared/text/desk-lv.ts')).deskLv,
});

/** `const t = useDeskTexts()`, then `t().monitor.title` where it is shown. */
export const useDeskTexts = () => useTexts(deskTexts);
