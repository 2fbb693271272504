#!/usr/bin/env node
/** The command line: `npx inlay …` in the checkout. TypeScript runs through tsx, as in scripts. */
import { register } from 'tsx/esm/api';

// A program that has read enough (head) ends the command, and that is no fault.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 70));

register();
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
