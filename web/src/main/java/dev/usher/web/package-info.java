/**
 * What both sides need to speak HTTP: who is calling, errors in the form of the door, bounds of requests, correlation.
 */
package dev.usher.web;
