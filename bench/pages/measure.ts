import { createServer } from 'node:http';
import { type StandIn, startStandIn } from '@ticketstub/standin';
import { z } from 'zod/v4';
import { type Chromium, launchChromium, type Page } from '../../conformance/browser/chromium.js';
import { type Noise, watchMachine } from '../noise.js';
import { type Spread, spread } from '../statistics.js';

/** What a page weighs, and how soon there is something to see. */
export interface PageFigures {
  readonly page: string;
  /** Bytes of all bodies, as they are sent. */
  readonly bytes: Spread;
  readonly requests: Spread;
  /** Requests to anybody but the server of the page. */
  readonly elsewhere: Spread;
  /** Milliseconds from the request for the page to the first of it that can be read. */
  readonly firstPaint: Spread;
}

/** All of them. */
export interface PagesResult {
  readonly rounds: number;
  readonly noise: Noise;
  readonly figures: readonly PageFigures[];
}

/** How often to measure, and whom to tell. */
export interface PagesEffort {
  readonly rounds: number;
  readonly progress: (line: string) => void;
}

/** The floor's name in the page. */
export const FLOOR = 'a page of one sentence';

interface Site {
  readonly standIn: StandIn;
  readonly bare: string;
}

/** Each page, and how a browser comes there. */
const walks: Readonly<Record<string, (page: Page, site: Site) => Promise<void>>> = {
  [FLOOR]: async (page, { bare }) => void (await page.goto(bare)),
  'sign in': (page, { standIn }) => signIn(page, standIn),
  async allow(page, { standIn }) {
    await signIn(page, standIn);
    await page.getByRole('button', { name: /dana/ }).click();
    await page.getByRole('heading', { name: /^Sign in to/ }).waitFor();
  },
  link: async (page, { standIn }) => void (await page.goto(`${standIn.url}/link`)),
  console: async (page, { standIn }) => void (await page.goto(`${standIn.url}/console`)),
};

/** The names of the pages that are measured. */
export const pageNames: readonly string[] = Object.keys(walks);

const FIRST_PAINT = `new Promise((resolve) => {
  const told = (list) => list.getEntriesByName('first-contentful-paint').forEach(({ startTime }) => resolve(startTime));
  new PerformanceObserver(told).observe({ type: 'paint', buffered: true });
})`;

const LOADED = `JSON.stringify([...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .map(({ name, encodedBodySize }) => ({ name, bytes: encodedBodySize })))`;

const loaded = z.array(z.object({ name: z.string(), bytes: z.number() }));

interface Seen {
  readonly bytes: number;
  readonly requests: number;
  readonly elsewhere: number;
  readonly firstPaint: number;
}

/** Opens each page by turns, in a browser that has never seen it. */
export async function measurePages({ rounds, progress }: PagesEffort): Promise<PagesResult> {
  const chromium = await launchChromium();
  const standIn = await startStandIn({ control: true });
  const bare = createServer((_, response) => response.setHeader('content-type', 'text/html').end(ONE_SENTENCE));
  const watch = watchMachine();
  const done = new Map(pageNames.map((name) => [name, new Array<Seen>()]));
  try {
    const site = { standIn, bare: await listening(bare) };
    // Round 0 warms up and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      for (const [name, walk] of Object.entries(walks)) {
        const seen = await look(chromium, (page) => walk(page, site));
        if (round > 0) done.get(name)?.push(seen);
      }
      watch.round(0);
      progress(`pages: round ${round} of ${rounds}`);
    }
  } finally {
    bare.close();
    await Promise.all([chromium.close(), standIn.close()]);
  }
  return { rounds, noise: watch.noise(), figures: [...done].map(([page, seen]) => figuresOf(page, seen)) };
}

const ONE_SENTENCE =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>One</title></head><body><p>One sentence.</p></body></html>';

function listening(server: ReturnType<typeof createServer>): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`);
    });
  });
}

async function signIn(page: Page, { url, endpoints }: StandIn): Promise<void> {
  const headers = { Accept: 'application/json', 'X-Plex-Client-Identifier': 'bench', 'X-Plex-Product': 'Bench' };
  const made = await fetch(`${url}/api/v2/pins?strong=true`, { method: 'POST', headers });
  const { code } = z.object({ code: z.string() }).parse(await made.json());
  await page.goto(`${endpoints.authApp}#?clientID=bench&code=${code}`);
  await page.getByRole('heading', { name: /Who are you/ }).waitFor();
}

async function look(chromium: Chromium, walk: (page: Page) => Promise<void>): Promise<Seen> {
  const context = await chromium.newContext({});
  try {
    const asked: string[] = [];
    context.on('request', (request) => void asked.push(request.url()));
    const page = await context.newPage();
    await walk(page);
    const firstPaint = z.number().parse(await page.evaluate(FIRST_PAINT));
    const found = loaded.parse(JSON.parse(z.string().parse(await page.evaluate(LOADED))));
    const { origin } = new URL(page.url());
    const isElsewhere = (url: string): boolean => !url.startsWith('data:') && new URL(url).origin !== origin;
    return {
      bytes: found.reduce((sum, { bytes }) => sum + bytes, 0),
      requests: found.length,
      elsewhere: asked.filter(isElsewhere).length,
      firstPaint,
    };
  } finally {
    await context.close();
  }
}

function figuresOf(page: string, seen: readonly Seen[]): PageFigures {
  const over = (of: (one: Seen) => number): Spread => spread(seen.map(of));
  return {
    page,
    bytes: over(({ bytes }) => bytes),
    requests: over(({ requests }) => requests),
    elsewhere: over(({ elsewhere }) => elsewhere),
    firstPaint: over(({ firstPaint }) => firstPaint),
  };
}
