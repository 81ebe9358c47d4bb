import { PlexAPI, type Pin } from '@ticketstub/sdk';

/** A strong PIN to keep for the browser that asked, and the address of Plex's page to send it to. */
export async function beginAtPlex(
  client: { clientID: string; clientName: string },
  forwardURL: string,
): Promise<{ pin: Pin; url: string }> {
  const plex = new PlexAPI(client);

  const pin = await plex.pins.create({ strong: true });

  return { pin, url: plex.pins.authAppURL(pin, { forwardURL }) };
}
