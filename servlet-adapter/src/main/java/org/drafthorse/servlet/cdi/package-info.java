/** Resources that CDI makes. Loaded only where CDI is there. */
package org.drafthorse.servlet.cdi;
