/** Accounts of the local mode: registering, signing in. */
package dev.usher.command.account;
