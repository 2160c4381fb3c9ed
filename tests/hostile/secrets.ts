/** In every secret that is planted, so that one search finds any of them. */
export const marker = 'planted9zqx';
/** In what another visitor of the same website wrote: their team may read it, visitors may not. */
export const visitorMarker = 'whispered7kvj';
