#!/usr/bin/env node
/** The command line. In the checkout its TypeScript runs through tsx, as in scripts; the package has it built. */
import { existsSync } from 'node:fs';

// A program that has read enough (head) ends the command, and that is no fault.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 5));

const isCheckout = existsSync(new URL('main.ts', import.meta.url));
if (isCheckout) (await import('tsx/esm/api')).register();
const { main } = await import(isCheckout ? './main.ts' : './main.js');
process.exitCode = await main(process.argv.slice(2));
