/** Google's own client against the simulator. */
package dev.portolan.interop.google;
