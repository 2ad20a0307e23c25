/** An SMTP server on loopback that keeps what it is given, so that letters can be read without a mail account. */
package dev.usher.standalone.mailbox;
