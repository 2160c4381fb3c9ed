import { createTexts, useTexts } from '../ui/locale.tsx';

export const geoTexts = createTexts({
	en: async () => (await import('../../shared/text/geo-en.ts')).geoEn,
	lv: async () => (await import('../../shared/text/geo-lv.ts')).geoLv,
});

export const useGeoTexts = () => useTexts(geoTexts);
