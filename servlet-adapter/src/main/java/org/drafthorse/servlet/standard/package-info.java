/**
 * The upgrade of the Servlet specification, {@code HttpServletRequest.upgrade}: for Tomcat,
 * Undertow and whatever else keeps to it. Names no container's classes; what the specification
 * leaves out is looked up by name in {@link org.drafthorse.servlet.standard.ContainerSocket}.
 */
package org.drafthorse.servlet.standard;
