// Names of databases on the server that a test run shares.

/** Migrated once; nobody connects to it afterwards, or it could not be cloned. */
export const TEMPLATE = 'easymirror_template'
/** Begins the name of the database of a test file that failed. */
export const FAILED_PREFIX = 'failed_'
