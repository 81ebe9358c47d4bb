// A program with a hard-coded address, such as one wants to test without changing it.
const headers = { 'X-Plex-Token': process.argv[2], Accept: 'application/json' };
const answer = await fetch('https://plex.tv/api/v2/user', { headers });
const { username } = await answer.json();
process.stdout.write(username);
