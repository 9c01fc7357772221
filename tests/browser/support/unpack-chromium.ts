import chromium from '@sparticuz/chromium';

// Run by `browser.ts` in a process of its own, since the package unpacks into the folder that
// TMPDIR names and takes its libraries along only where it believes to be in Amazon's Lambda.
process.stdout.write(await chromium.executablePath());
