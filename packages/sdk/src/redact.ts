const MARK = '[redacted]';

/** What looks like a Plex credential whoever wrote it: transient and claim tokens, and JWTs. */
const CREDENTIAL = /\b(?:transient|claim)-[\w-]{8,}|\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** The value of a member, attribute, parameter or header whose name says that it is a secret. */
const NAMED =
  /((?:token|password|secret|cookie|authorization|pin|verificationCode)["']?\s*[:=]\s*["']?)[^"'&<>\s,;}]+/gi;

/**
 * Text fit to be shown: every given secret is gone, in each form it may be echoed in (plain, percent-encoded, as a form
 * field, in JSON, in markup), and so is whatever looks like a Plex credential.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap(formsOf).sort((a, b) => b.length - a.length);
  const known = forms.reduce((rest, form) => rest.split(form).join(MARK), text);
  return known.replace(CREDENTIAL, MARK).replace(NAMED, `$1${MARK}`);
}

function formsOf(secret: string): string[] {
  if (secret === '') return [];
  const whole = new TextDecoder().decode(new TextEncoder().encode(secret));
  const markup = whole.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return [
    secret,
    encodeURIComponent(whole),
    new URLSearchParams([['', whole]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    markup,
    markup.replace(/"/g, '&quot;').replace(/'/g, '&#39;'),
  ];
}
