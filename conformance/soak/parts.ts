import { fuzz } from './fuzz/part.js';
import { histories } from './histories/part.js';
import { kills } from './kills/part.js';
import type { Part } from './part.js';

/** Every way in which the stand-in is put under fire. */
export const parts: readonly Part[] = [kills, histories, fuzz];
