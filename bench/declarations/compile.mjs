// Runs the compiler that is named first, on what follows, and tells what it used.
import { createRequire } from 'node:module';
import { tellUsage } from '../cold/tell-usage.mjs';

tellUsage();
process.argv.splice(1, 1);
createRequire(import.meta.url)(process.argv[1]);
