import { crowd } from './crowd/part.js';
import { fuzz } from './fuzz/part.js';
import { growth } from './growth/part.js';
import { histories } from './histories/part.js';
import { kills } from './kills/part.js';
import { pair } from './pair/part.js';
import type { Part } from './part.js';
import { starts } from './starts/part.js';

/** Every way in which the stand-in is put under fire. */
export const parts: readonly Part[] = [kills, pair, histories, fuzz, growth, crowd, starts];
