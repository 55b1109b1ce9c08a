/**
 * Three resources that a WAR registers in three ways: echo in web.xml, the chat by annotation, and
 * the visitors by annotation and made by CDI.
 */
package org.drafthorse.example;
