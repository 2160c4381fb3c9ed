import { existsSync } from 'node:fs';

/** Whether this process runs inside a container: both common engines leave a mark. */
export const inContainer = (): boolean => existsSync('/.dockerenv') || existsSync('/run/.containerenv');
