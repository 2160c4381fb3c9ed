/**
 * Loaded before a server: the minute after which a visitor is told that nobody is free is over in a few seconds. How long it is, is the
 * business of tests/actor; here somebody would only sit and wait.
 */
import { durations } from '../../../shared/limits.ts';

Object.assign(durations, { nobodyCameMs: 8_000 });
