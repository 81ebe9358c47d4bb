const opens = { hosted: ['GET /auth 200', 'POST /auth 303'], link: ['GET /link 200', 'POST /link 303'] };

/** What the pages are asked, and answer, when a person opens one, picks who it is and allows what it asks. */
export function allowing(page: keyof typeof opens): readonly string[] {
  return [
    ...opens[page],
    'GET /auth/allow 303',
    'GET /auth/sign-in 200',
    'POST /auth/sign-in 303',
    'GET /auth/allow 200',
    'POST /auth/allow 303',
    'GET /auth/done 200',
  ];
}

/** A sign-in by one of the pages, in words. */
export function signingIn(page: keyof typeof opens, name: string): string {
  return page === 'hosted'
    ? `Sign in by the hosted page, where ${name} allows it`
    : `Sign in by the link page, where ${name} types the code in`;
}
