import { openPage } from './page.js';
import { exitCodeOf, playSections } from './play.js';
import { openScene } from './scene.js';
import { fourOperations } from './sections/four-operations.js';

const page = openPage((line) => void process.stdout.write(`${line}\n`), { colour: process.stdout.isTTY });
await using scene = await openScene();
process.exitCode = exitCodeOf(await playSections([fourOperations], scene, page));
