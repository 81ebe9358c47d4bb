import type { CredentialStore } from '@ticketstub/sdk';
import type { Deed, Held } from './processes.js';

/** The entries of a journal where somebody takes a lease that another had: one that was not given back, nor over. */
export function takenFromOthers(journal: readonly Held[]): Held[] {
  let holder: Held | undefined;
  return journal.filter((entry) => {
    if (entry.taken === undefined) {
      if (holder?.holder === entry.holder) holder = undefined;
      return false;
    }
    const taken = holder !== undefined && entry.taken < holder.until;
    holder = entry;
    return taken;
  });
}

/** The names under which there is neither what was last done nor what was about to be done when its process died. */
export async function lostAfter(deeds: readonly Deed[], store: CredentialStore): Promise<string[]> {
  const last = new Map<string, unknown[]>();
  for (const { name, turn, done } of deeds) last.set(name, done ? [turn] : [...(last.get(name) ?? [undefined]), turn]);
  const lost: string[] = [];
  for (const [name, turns] of last) {
    const found = await store.read(name);
    if (!turns.includes(found?.credential['turn'])) lost.push(name);
  }
  return lost;
}
