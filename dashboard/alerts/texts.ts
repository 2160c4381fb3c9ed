import { createTexts, useTexts } from '../ui/locale.tsx';

export const alertsTexts = createTexts({
	en: async () => (await import('../../shared/text/alerts-en.ts')).alertsEn,
	lv: async () => (await import('../../shared/text/alerts-lv.ts')).alertsLv,
});

export const useAlertsTexts = () => useTexts(alertsTexts);
