/** Azure's own typed client against the simulator. */
package dev.portolan.interop.azure;
