/** Conversations that change their provider in the middle. */
package dev.portolan.swap;
