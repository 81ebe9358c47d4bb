import type { Origin } from '../session.js';

export { plain } from './human.js';

/** Where a token comes from, for people and for scripts. */
export function kept(origin: Origin): { readonly json: object; readonly text: string } {
  if (origin.from === 'environment')
    return { json: { from: 'environment' }, text: 'The token is that of PLEX_TOKEN, which goes before what is kept.' };
  const { place, sealedWith } = origin.vault;
  return { json: { from: 'vault', sealedWith, place }, text: `Kept in ${place}.` };
}
