import { smoke } from '../smoke/smoke.js';

// A page has no imports of its own: whoever opened it finds the suite here.
Object.assign(globalThis, { smoke });
