/**
 * What a page needs for signing in within a pop-up. Pop-up and page find each other by their origin alone: a page that opens
 * other sites keeps no way to them (COOP), and whether a window is closed can't be told. In the page, a click on
 * `a[data-plex-sign-in]` opens the pop-up; where none may open, the link is followed as any link. The page that opened it
 * reloads, unless it prevents the event `plex-signed-in`. What is told is a hint and nothing secret: the app's own cookie decides.
 */
export const POP_UP_SCRIPT = `(() => {
  'use strict';
  const name = 'plex-sign-in';
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel(name) : undefined;

  if (document.querySelector('[data-plex-signed-in]')) {
    channel?.postMessage('signed-in');
    try {
      localStorage.setItem(name, String(Date.now()));
    } catch {}
    window.close();
    return;
  }

  let waiting = false;
  const tell = () => {
    if (!waiting) return;
    waiting = false;
    if (document.dispatchEvent(new CustomEvent('plex-signed-in', { cancelable: true }))) location.reload();
  };
  if (channel) channel.onmessage = tell;
  addEventListener('storage', ({ key }) => {
    if (key === name) tell();
  });

  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest('a[data-plex-sign-in]');
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const address = new URL(link.href);
    address.searchParams.set('pop-up', '1');
    const opened = window.open('', '_blank', 'popup,width=600,height=760');
    if (!opened) return;
    event.preventDefault();
    waiting = true;
    opened.opener = null;
    opened.location.replace(address.href);
  });
})();
`;
