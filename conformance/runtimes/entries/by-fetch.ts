import { argv } from 'node:process';
import { smoke } from '../smoke/smoke.js';
import { tell } from '../tell.js';

// What Node, Bun and Deno run: the suite by their global fetch, in a world that the first argument describes.
const outcomes = await smoke(JSON.parse(argv[2] ?? ''));
tell(outcomes);
