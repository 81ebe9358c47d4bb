import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import { type Action, type Fields, complaint, consoleActions } from '../console/actions.js';
import { type Passwords, consoleState } from '../console/state.js';
import { KEPT, logStream, readBookmark, writeBookmark } from '../console/stream.js';
import type { Control } from '../control.js';
import type { Deps, StandInEnv } from '../deps.js';
import { PlexHttpError } from '../errors.js';
import type { News } from '../memory/request-log.js';
import { StandInError } from '../stand-in-error.js';
import { isFrom, readForm } from '../steps/guard-form.js';
import { pageHeaders } from '../steps/page-headers.js';
import { refuseStrangers } from '../steps/refuse-strangers.js';
import { logEntries } from '../views/console/log.js';
import { type ConsoleView, type Said, consolePage, consolePanels } from '../views/console/page.js';
import { CONSOLE_SCRIPT } from '../views/console/script.js';
import { CONSOLE_STYLE } from '../views/console/style.js';
import type { Markup } from '../views/markup.js';
import { STYLE } from '../views/style.js';
import { strangerPage } from '../views/console/stranger-page.js';
import { errorPage } from '../views/page-error.js';

/** What the console's script asks for: the page without its log. */
const PANELS = 'text/x-console-panels';

/** Whose form token is on the console's forms; no visitor is called so. */
const VISITOR = 'console';

/** What a refusal is answered with. */
const STATUSES: Readonly<Record<number, 400 | 403 | 404 | 413>> = { 400: 400, 403: 403, 404: 404, 413: 413 };

type Handler = (c: Context<StandInEnv>) => Response | Promise<Response>;

/** What the console is made of. */
interface Console {
  readonly deps: Deps;
  readonly passwords: Passwords;
  readonly actions: ReadonlyMap<string, Action>;
}

function writeNews({ whereabouts, db }: Deps): (news: News) => Markup {
  const servers = new Map(db.servers.all().map(({ name, machineIdentifier }) => [name, machineIdentifier]));
  const originOf = (host: string): string => whereabouts.servers.get(servers.get(host) ?? '') ?? whereabouts.account;
  return ({ requests, missed }) => logEntries(requests, missed, originOf);
}

/** A piece without the indentation it was written with: half of a page would be that. */
async function dense(markup: Markup): Promise<string> {
  return (await markup).replaceAll(/\n\s+/g, '\n');
}

/** Writes the page as it is now, or what is asked for of it. */
async function writePage({ deps, passwords }: Console, c: Context<StandInEnv>, said?: Said): Promise<Response> {
  const csrf = deps.visitors.formToken(VISITOR);
  const view: ConsoleView = { csrf, said, state: consoleState(deps, passwords) };
  c.header('vary', 'Accept');
  if (c.req.header('accept') === PANELS) return c.html(await dense(consolePanels(view)));
  const news = deps.requests.after(undefined, KEPT);
  const entries = writeNews(deps)(news);
  return c.html(await dense(consolePage(view, { entries, bookmark: writeBookmark(news.bookmark) })));
}

function show(shown: Console): Handler {
  return (c) => {
    const done = shown.actions.get(c.req.query('done') ?? '')?.done;
    return writePage(shown, c, done === undefined ? undefined : { text: done, failed: false });
  };
}

function fieldsIn(c: Context<StandInEnv>): Fields {
  return (name) => {
    const value = c.get('fields').get(name);
    return typeof value === 'string' ? value : '';
  };
}

/** Does what a form asks for; the page that says so is asked for anew, so that looking again does nothing again. */
function act(shown: Console): Handler {
  return (c) => {
    const name = c.req.param('action') ?? '';
    const action = shown.actions.get(name);
    if (action === undefined) throw new PlexHttpError(404);
    const failed = (status: 400 | 403, text: string): Promise<Response> => {
      c.status(status);
      return writePage(shown, c, { text, failed: true });
    };
    if (!isFrom(shown.deps, VISITOR, c.get('fields'))) {
      return failed(403, 'Nothing was done: the page was of before a restart. It is fresh now: do it again.');
    }
    try {
      action.act(fieldsIn(c));
    } catch (error) {
      if (!(error instanceof StandInError)) throw error;
      return failed(400, `Nothing was done. ${complaint(error)}`);
    }
    return c.redirect(`/console?done=${name}`, 303);
  };
}

/** Streams the log from where a page says it has come to. */
function follow(deps: Deps): Handler {
  return (c) => {
    const from = readBookmark(c.req.header('last-event-id') ?? c.req.query('after'));
    const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' };
    const writeAll = writeNews(deps);
    return c.body(logStream(deps, { from, write: (news) => dense(writeAll(news)) }), 200, headers);
  };
}

function file(type: string, text: string): Handler {
  return (c) => c.body(text, 200, { 'content-type': `${type}; charset=utf-8` });
}

/** The one place where the console refuses. */
function refuse(error: Error, c: Context<StandInEnv>): Response | Promise<Response> {
  if (error instanceof StandInError && error.code === 'CONTROL_REFUSED') return c.html(strangerPage(), 403);
  const status = error instanceof PlexHttpError ? error.status : 500;
  return c.html(errorPage(status), STATUSES[status] ?? 500);
}

/**
 * The console: a page that shows what goes on in the stand-in, and does what the control does. Its requests are no
 * requests of the program under test: none is in the log. It goes out compressed, but for the stream: its forms and the
 * lines of its log are much alike.
 */
export function consoleRoutes(deps: Deps, control: Control, passwords: Passwords): Hono<StandInEnv> {
  const shown = { deps, passwords, actions: consoleActions(deps, control) };
  const routes = new Hono<StandInEnv>();
  routes.use('*', compress(), pageHeaders(deps), refuseStrangers);
  routes.get('/', show(shown));
  routes.get('/log', follow(deps));
  routes.get('/style.css', file('text/css', `${STYLE}${CONSOLE_STYLE}`));
  routes.get('/console.js', file('text/javascript', CONSOLE_SCRIPT));
  routes.post('/:action', readForm(deps), act(shown));
  routes.all('*', () => {
    throw new PlexHttpError(404);
  });
  routes.onError(refuse);
  return routes;
}
