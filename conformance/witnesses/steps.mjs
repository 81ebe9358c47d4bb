import { createInterface } from 'node:readline';

/** Does what each line of the input asks for, in order, and prints a line about what came of it. */
export async function takeSteps(deeds) {
  for await (const line of createInterface({ input: process.stdin })) {
    const { deed, given } = JSON.parse(line);
    process.stdout.write(`${JSON.stringify(await outcome(() => deeds[deed](given)))}\n`);
  }
}

/** What a call returned, as facts that may be shown, or what it threw. */
async function outcome(call) {
  try {
    return { returned: (await call()) ?? null };
  } catch (error) {
    return { threw: described(error) };
  }
}

/** An error by its class, and where it names them its status and Plex's numbers; its message may hold anything. */
function described(error) {
  const codes = error?.errors?.map(({ code }) => code);
  return { class: error?.constructor?.name ?? typeof error, status: error?.statusCode, codes };
}

/** A secret, as far as it may be shown. */
export function lengthOf(secret) {
  return typeof secret === 'string' ? `${secret.length} characters` : String(secret);
}

/** What a person does with a code on Plex's own page. */
export async function claimPin(code, person) {
  const { status } = await fetch(`${process.env.TICKETSTUB_URL}/_standin/claim-pin`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code, person }),
  });
  if (status !== 204) throw new Error(`The PIN could not be claimed: ${status}`);
}
