import { createTexts, useTexts } from '../ui/locale.tsx';

export const docsTexts = createTexts({
	en: async () => (await import('../../shared/text/docs-en.ts')).docsEn,
	lv: async () => (await import('../../shared/text/docs-lv.ts')).docsLv,
});

export const useDocsTexts = () => useTexts(docsTexts);
