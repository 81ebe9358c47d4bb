/** The headers in which a program says what it is, by what each is called here. */
export const identityHeaders = {
  product: 'X-Plex-Product',
  version: 'X-Plex-Version',
  platform: 'X-Plex-Platform',
  platformVersion: 'X-Plex-Platform-Version',
  device: 'X-Plex-Device',
  deviceName: 'X-Plex-Device-Name',
  model: 'X-Plex-Model',
  vendor: 'X-Plex-Device-Vendor',
  provides: 'X-Plex-Provides',
  screenResolution: 'X-Plex-Device-Screen-Resolution',
  screenDensity: 'X-Plex-Screen-Density',
} as const;

type IdentityName = keyof typeof identityHeaders;

/** What each part of an identity is called. */
export const identityNames: readonly IdentityName[] = [
  'product',
  'version',
  'platform',
  'platformVersion',
  'device',
  'deviceName',
  'model',
  'vendor',
  'provides',
  'screenResolution',
  'screenDensity',
];

/** What a program says of itself; whatever it leaves out is missing. */
export type ProgramIdentity = { readonly [Name in IdentityName]?: string };

/**
 * What a device is called: its own name, or else the program's.
 *
 * @rule devices.name
 */
export function deviceName({ deviceName: name, product }: ProgramIdentity): string {
  return name ?? product ?? '';
}

/** What a device provides. */
export function abilitiesOf({ provides = '' }: ProgramIdentity): string[] {
  return provides.split(',').filter((ability) => ability !== '');
}
