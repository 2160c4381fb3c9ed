/**
 * How much JSON a feed puts into one frame, in UTF-16 units: three times as many bytes at most, below what a stalled
 * socket may hold (I24). One entry or one card is always shorter.
 */
export const frameUnits = 64 * 1024;
