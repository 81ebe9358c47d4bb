// Loads modules and ends: those behind `require` as CommonJS does, the others by import.
import { createRequire } from 'node:module';
import { tellUsage } from './tell-usage.mjs';

tellUsage();

const require = createRequire(import.meta.url);
const [, , way, ...specifiers] = process.argv;
for (const specifier of specifiers) {
  if (way === 'require') require(specifier);
  else await import(specifier);
}
