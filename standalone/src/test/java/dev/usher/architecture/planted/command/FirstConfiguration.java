package dev.usher.architecture.planted.command;

import org.springframework.context.annotation.Configuration;

@Configuration
public class FirstConfiguration {}
