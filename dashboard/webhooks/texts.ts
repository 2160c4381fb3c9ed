import { createTexts, useTexts } from '../ui/locale.tsx';

export const webhooksTexts = createTexts({
	en: async () => (await import('../../shared/text/webhooks-en.ts')).webhooksEn,
	lv: async () => (await import('../../shared/text/webhooks-lv.ts')).webhooksLv,
});

export const useWebhooksTexts = () => useTexts(webhooksTexts);
