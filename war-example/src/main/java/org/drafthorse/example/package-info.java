/** Resources that a WAR registers in its web.xml. */
package org.drafthorse.example;
