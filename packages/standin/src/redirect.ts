import { installRedirect } from './redirect/install.js';

export { RedirectError, type RedirectErrorCode } from './redirect/redirect-error.js';

installRedirect(process.env['TICKETSTUB_URL'], import.meta.filename);
