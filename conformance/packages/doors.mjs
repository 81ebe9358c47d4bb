// Opens every door of both packages both ways, and prints those that differ.
import { createRequire } from 'node:module';

// The redirect turns this process away from Plex; it opens only when told where to.
process.env.TICKETSTUB_URL = 'http://127.0.0.1:9';
const require = createRequire(import.meta.url);
const differing = [];
for (const name of ['@ticketstub/sdk', '@ticketstub/standin']) {
  for (const door of Object.keys(require(`${name}/package.json`).exports)) {
    const path = `${name}${door.slice(1)}`;
    if (path.endsWith('.json')) continue;
    const imported = await import(path);
    const required = require(path);
    const names = Object.keys(imported);
    if (names.length === 0 || names.some((key) => imported[key] !== required[key])) differing.push(path);
  }
}
process.stdout.write(JSON.stringify(differing));
