// Opens a page of the fault server in Chromium, runs a bundled suite in it, and tells what its console was told.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { argv } from 'node:process';
import { chromium } from 'playwright-core';

const [bundle, text] = argv.slice(2);
const world = JSON.parse(text);
const executablePath = execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();
const quiet = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--no-first-run', ...quiet] });
try {
  const page = await browser.newPage();
  const session = await page.context().newCDPSession(page);
  // The preview is what a developer sees in the console without a click.
  session.on('Runtime.consoleAPICalled', ({ args }) => process.stdout.write(`${JSON.stringify(args)}\n`));
  await session.send('Runtime.enable');
  await page.goto(`${world.faults}/`);
  await page.addScriptTag({ content: readFileSync(bundle, 'utf8'), type: 'module' });
  const outcomes = await page.evaluate((given) => globalThis.smoke(given), world);
  process.stdout.write(`\nOUTCOMES ${JSON.stringify({ version: browser.version(), outcomes })}\n`);
} finally {
  await browser.close();
}
