/** Inviting thousands in one request (docs/api.md, Organizations): rows in, one result for each row out, as they come. */
package dev.usher.command.batch;
