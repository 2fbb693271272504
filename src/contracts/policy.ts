/** An address that the content policy forbids, and that reaches nobody where there is no policy. */
export const FORBIDDEN_ADDRESS = 'data:,';
